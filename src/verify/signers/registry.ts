import type { Signer } from '../../rules/verify-signers.ts';
import { alibabaAcs3 } from './alibaba-acs3.ts';
import { awsSigv4 } from './aws-sigv4.ts';
import { azureSas, azureSharedKey } from './azure.ts';
import { googleJwt } from './google-jwt.ts';
import { hmacHeader } from './hmac.ts';
import type { BoundSigner } from './signing.ts';

/** The signing scheme that a rule names, bound to the rule's values. */
export function bindSigner(signer: Signer): BoundSigner {
  switch (signer.name) {
    case 'aws-sigv4':
      return awsSigv4(signer);
    case 'alibaba-acs3':
      return alibabaAcs3(signer);
    case 'azure-shared-key':
      return azureSharedKey(signer);
    case 'azure-sas':
      return azureSas(signer);
    case 'google-jwt':
      return googleJwt(signer);
    case 'hmac':
      return hmacHeader(signer);
  }
}
