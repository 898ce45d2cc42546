/**
 * The claims of a JSON Web Token, unchecked: hints, never proof.
 *
 * @returns undefined for a text that is none
 * @see RFC 7519
 */
export function jwtClaims(token: string): Record<string, unknown> | undefined {
  const [header, payload, signature, ...rest] = token.split('.');
  if (!header || !payload || signature === undefined || rest.length > 0) return undefined;
  return jsonObject(Buffer.from(payload, 'base64url').toString('utf8'));
}

/** A JSON object, or undefined for any other text. */
export function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
