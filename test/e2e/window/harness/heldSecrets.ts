import type { Page } from 'playwright-core';

/**
 * What SecretStorage of a browser's VS Code holds for this extension, by the extension's own names. It seals all values in
 * the browser's storage with AES-GCM: 32 bytes that the browser made, combined (XOR) with the 32 of the server's /mint-key
 * (seven each in tests), then 12 bytes of initialisation vector, then the sealed text ("ServerKeyedAESCrypto" in VS Code).
 */
export async function heldSecrets(page: Page): Promise<Readonly<Record<string, string>>> {
  return page.evaluate(async () => {
    const text = localStorage.getItem('secrets.provider');
    if (text === null) return {};
    const bytes = Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
    const raw = bytes.slice(0, 32).map((byte) => byte ^ 7);
    const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
    const open = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.slice(32, 44) }, key, bytes.slice(44));
    const held: Record<string, string> = {};
    for (const [name, value] of Object.entries(JSON.parse(new TextDecoder().decode(open)) as Record<string, string>)) {
      const { extensionId, key: own } = JSON.parse(name) as { extensionId?: string; key?: string };
      if (extensionId === 'quantfolio.quantfolio' && own !== undefined) held[own] = value;
    }
    return held;
  });
}
