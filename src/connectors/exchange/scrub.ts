const longest = 240;

/** Encodings under which a secret may come back in a message. */
function spellings(secret: string): readonly string[] {
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
  ];
}

/**
 * A message fit to be logged or shown: without the account's own secrets in any usual spelling, without URLs' queries
 * (ccxt's messages contain the whole signed URL), signatures, tokens and anything else that looks like a key.
 */
export function scrub(message: string, secrets: readonly string[] = []): string {
  let text = message;
  for (const secret of secrets) {
    if (secret.length < 4) continue;
    for (const spelling of spellings(secret)) text = text.split(spelling).join('[removed]');
  }
  text = text
    .replace(/\b(https?|wss?):\/\/[^\s"'<>]+/gi, (url) => hostOf(url))
    .replace(/-----BEGIN[\s\S]*?(-----END[^-]*-----|$)/g, '[removed]')
    .replace(/\beyJ[\w-]+\.[\w-]+(\.[\w-]+)?/g, '[removed]')
    .replace(
      /(["']?\b[\w-]*(?:signature|api[-_]?key|secret|passphrase|password|token|authorization|access[-_]key|api[-_]sign)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|(?:bearer\s+|basic\s+)?[^\s,;&}]+)/gi,
      '$1[removed]',
    )
    .replace(/\b[A-Za-z0-9+/_=-]{32,}(?![A-Za-z0-9])/g, '[removed]')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '[address]';
}
