import { z } from 'zod';

/** The `verify` key of a rule: how the provider is asked, and how its answer is read. */
export const verifySchema = z.looseObject({});
