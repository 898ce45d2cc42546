#!/usr/bin/env node
import { main } from './main.ts';

// Everything is written by now; a look-up of a name that is under way would hold the process for seconds.
void main(process.argv.slice(2)).then(() => process.exit());
