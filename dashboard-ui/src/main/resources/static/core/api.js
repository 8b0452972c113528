/** Calls to the services, through the dashboard. */

/** What went wrong, after RFC 9457. */
export class Problem extends Error {
  /** @param {{title?: string, detail?: string, status?: number, type?: string, upstream?: string, errors?: {field: string, message: string}[]}} body */
  constructor(body) {
    super(body.detail || body.title || `The call failed (${body.status})`);
    this.status = body.status ?? 0;
    this.type = body.type ?? "about:blank";
    this.upstream = body.upstream;
    this.errors = body.errors ?? [];
  }

  get isUpstreamDown() {
    return this.type === "urn:problem-type:dashboard:upstream-down";
  }
}

const PATIENCE_MILLIS = 10_000;

/**
 * @param {string} path
 * @param {{method?: string, body?: unknown, headers?: Record<string, string>}} [options]
 * @returns {Promise<{body: any, headers: Headers}>}
 * @throws {Problem} when there is no good answer
 */
export async function call(path, { method = "GET", body, headers = {} } = {}) {
  const response = await send(path, {
    method,
    headers: { accept: "application/json", ...(body ? { "content-type": "application/json" } : {}), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MILLIS),
  });
  const parsed = await response.json().catch(() => null);
  if (!response.ok) throw new Problem({ status: response.status, title: response.statusText, ...parsed });
  return { body: parsed, headers: response.headers };
}

/** @param {string} path @param {RequestInit} request */
async function send(path, request) {
  try {
    return await fetch(path, request);
  } catch (cause) {
    const timedOut = cause instanceof DOMException && cause.name === "TimeoutError";
    throw new Problem({ title: timedOut ? "No answer within 10 seconds" : "The dashboard does not answer" });
  }
}
