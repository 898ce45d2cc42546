import type { z } from 'zod';
import { providerSchema } from '../rules/schema.ts';
import { configSchemas } from './schema.ts';

/** The schemas of both config files, rules included. */
export const { repository: configSchema, user: userConfigSchema } = configSchemas(providerSchema);

export type ConfigFile = z.infer<typeof configSchema>;
export type UserConfigFile = z.infer<typeof userConfigSchema>;
