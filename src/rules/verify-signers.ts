import { z } from 'zod';
import { protocolNames } from './protocol-names.ts';

const template = z.string().min(1);

/** How a request is signed, for schemes that a header with a placeholder can not express. */
export const signerSchema = z
  .discriminatedUnion('name', [
    z.strictObject({
      name: z.literal('aws-sigv4').describe('AWS Signature Version 4.'),
      keyId: template,
      secret: template,
      token: template.optional().describe('Session token; left out when nobody has a value for it.'),
      service: z.string(),
      region: z.string(),
    }),
    z.strictObject({
      name: z.literal('alibaba-acs3').describe('Alibaba Cloud V3, ACS3-HMAC-SHA256.'),
      keyId: template,
      secret: template,
      token: template.optional(),
      action: z.string(),
      version: z.string(),
    }),
    z.strictObject({
      name: z.literal('azure-shared-key').describe('Azure Storage Shared Key, blob service.'),
      account: template,
      key: template.describe('Base64.'),
    }),
    z.strictObject({
      name: z
        .literal('azure-sas')
        .describe('Service Bus, Event Hubs, Relay and IoT Hub SharedAccessSignature.'),
      keyName: template.optional(),
      key: template,
    }),
    z.strictObject({
      name: z.literal('google-jwt').describe('Fills {{assertion}}: RS256 JWT of a service-account key file.'),
      key: template.describe('The JSON key file, or its private_key with email.'),
      email: template.optional(),
      scope: z.string(),
    }),
    z.strictObject({
      name: z.literal('hmac').describe('HMAC of a text, put into a header.'),
      key: template,
      hash: z.enum(['sha1', 'sha256', 'sha512']),
      text: z.string().min(1).describe('May hold {{now-iso}}, {{now-unix}}, {{nonce}}, {{path}}, {{body}}.'),
      encoding: z.enum(['hex', 'base64']),
      header: z.string(),
      value: z.string().describe('With {{signature}} where it goes.'),
    }),
  ])
  .describe('Named signing scheme in src/verify/signers/.');

/** One signing scheme with its values. */
export type Signer = z.output<typeof signerSchema>;

/**
 * A login by a field protocol. The host always is the one that the user named by `--endpoint PROTOCOL=URL`, as in
 * `--endpoint postgres=postgres://db.example:5432`, and the text must name the same host or none: nothing is ever
 * sent to a host that the scanned text chose. Plain text is spoken to loopback alone.
 */
export const protocolSchema = z
  .strictObject({
    name: z.enum(protocolNames).optional(),
    scheme: template
      .optional()
      .describe('In place of name: the scheme beside the secret, such as {{scheme}}.'),
    user: template.optional(),
    password: template.describe('Usually {{secret}}; for ssh the private key.'),
    host: template
      .optional()
      .describe('The host that the text names; then user and password are percent-decoded.'),
  })
  .refine(
    (protocol) => (protocol.name === undefined) !== (protocol.scheme === undefined),
    'give name or scheme',
  );

/** A login by a field protocol, with its values. */
export type ProtocolSpec = z.output<typeof protocolSchema>;
