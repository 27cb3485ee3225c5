/**
 * The environment of the engine's process: the window's without what would let an environment weaken TLS, load code into
 * the process or send traffic elsewhere (SEC-2), and without VS Code's own variables.
 */
export function engineEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  dataDir: string,
): Record<string, string> {
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !dropped.test(entry[0]),
  );
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1', QUANTFOLIO_DATA_DIR: dataDir };
}

const dropped =
  /^(VSCODE_.*|ELECTRON_.*|NODE_OPTIONS|NODE_TLS_REJECT_UNAUTHORIZED|NODE_EXTRA_CA_CERTS|NODE_USE_ENV_PROXY|SSL_CERT_(FILE|DIR)|((HTTPS?|ALL|NO|FTP|GLOBAL_AGENT_HTTPS?)_PROXY))$/i;
