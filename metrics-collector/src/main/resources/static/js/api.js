/** Calls to the collector. */

const PATIENCE_MILLIS = 10_000;

/** Reads JSON; fails with a sentence for people. */
export async function fetchJson(url, signal = null) {
  const patience = AbortSignal.timeout(PATIENCE_MILLIS);
  let response;
  try {
    response = await fetch(url, {
      headers: { Accept: 'application/json' },
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Error(patience.aborted ? 'The collector did not answer within 10 seconds.' : 'The collector does not answer.', { cause });
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(`The collector answered ${response.status}${problem.detail ? `: ${problem.detail.replace(/\.$/, '')}` : ''}.`);
  }
  return response.json();
}
