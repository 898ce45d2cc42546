import { z } from 'zod';

const globs = z.array(z.string().min(1));
const depth = z.int().min(0).max(99);

/** `.leakgate.yaml`, strict: an unknown key is an error. It is data: no code, no host, no remote file. */
export const configSchema = z.strictObject({
  exclude: globs.optional().describe('Globs of paths that are not scanned; named in the receipt.'),
  rules: z.array(z.string()).optional().describe('More rule files, relative to this file.'),
  only: globs.optional().describe('Only these rules: ids, providers or globs.'),
  skip: globs.optional().describe('Not these rules: ids, providers or globs.'),
  'block-on': z
    .array(z.enum(['live', 'unknown', 'unchecked', 'dead']))
    .optional()
    .describe('Which verdicts block.'),
  'max-file-size': z
    .union([z.int().positive(), z.string()])
    .optional()
    .describe('Bytes; k, M and G are understood.'),
  'max-archive-depth': depth.optional().describe('Archives inside of each other that are opened.'),
  'max-decode-depth': depth.optional().describe('Encodings on top of each other that are undone.'),
});

export type ConfigFile = z.infer<typeof configSchema>;
