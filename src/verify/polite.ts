import { setTimeout as sleep } from 'node:timers/promises';
import fastq from 'fastq';
import type { HttpAnswer, HttpFailure, HttpRequest, Send } from './http.ts';

/** How many requests are under way at most, in all and to one host, and how long one may take. */
export interface Manners {
  total: number;
  perHost: number;
  requestMs: number;
}

type Outcome = HttpAnswer | HttpFailure;

/** Requests in a row that got no answer in time, after which a host, or the whole network, is not waited for again. */
const patience = { host: 4, network: 16 };

/** Sends with manners; `deadline` is when all has to be over, in milliseconds since 1970. */
export type PoliteSend = (request: HttpRequest, signal: AbortSignal, deadline: number) => Promise<Outcome>;

/**
 * Sends with manners: few requests at a time, each within its time, and after 429 or a `Retry-After` none to that
 * host until the time that it asked for; one more try when that comes in time. Who never answers is not asked for ever.
 */
export function politely(send: Send, manners: Manners): PoliteSend {
  const all = slots(manners.total);
  const byHost = new Map<string, Slots>();
  const pausedUntil = new Map<string, number>();
  const unanswered = new Map<string, number>();
  let unansweredByAll = 0;

  return async (request, signal, deadline) => {
    const first = await attempt(request, signal, deadline);
    return 'status' in first && retryAfterMs(first) !== undefined
      ? attempt(request, signal, deadline, first)
      : first;
  };

  /** @param last - the answer to give when there is no time for another */
  async function attempt(
    request: HttpRequest,
    signal: AbortSignal,
    deadline: number,
    last?: Outcome,
  ): Promise<Outcome> {
    const { host } = request.url;
    const inTime = Math.min(deadline, Date.now() + manners.requestMs);
    if (!byHost.has(host)) byHost.set(host, slots(manners.perHost));
    for (;;) {
      const wait = (pausedUntil.get(host) ?? 0) - Date.now();
      if (wait > 0 && Date.now() + wait >= inTime) return last ?? { failure: `${host}: rate limit (429)` };
      if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return tooLate(host);
      const answer = await byHost.get(host)!(() => all(() => sendUnlessPaused(request, signal)));
      if (answer) return answer;
    }
  }

  async function sendUnlessPaused(request: HttpRequest, signal: AbortSignal): Promise<Outcome | undefined> {
    const { host } = request.url;
    if ((pausedUntil.get(host) ?? 0) > Date.now()) return undefined;
    if ((unanswered.get(host) ?? 0) >= patience.host || unansweredByAll >= patience.network)
      return tooLate(host);
    const answer = await within(signal, manners.requestMs, host, (limit) => send(request, limit));
    countUnanswered(host, answer);
    const pause = 'status' in answer ? retryAfterMs(answer) : undefined;
    if (pause !== undefined) pausedUntil.set(host, Date.now() + pause);
    return answer;
  }

  function countUnanswered(host: string, answer: Outcome): void {
    const isLate = isTooLate(answer, host);
    if (!isLate && 'failure' in answer) return;
    unanswered.set(host, isLate ? (unanswered.get(host) ?? 0) + 1 : 0);
    unansweredByAll = isLate ? unansweredByAll + 1 : 0;
  }
}

const tooLate = (host: string): HttpFailure => ({ failure: `${host}: no answer in time` });
const isTooLate = (answer: Outcome, host: string) =>
  'failure' in answer && answer.failure === tooLate(host).failure;

/** Gives up when the signal or the time says so, whether or not the sender does. */
async function within(
  signal: AbortSignal,
  ms: number,
  host: string,
  task: (limit: AbortSignal) => Promise<Outcome>,
): Promise<Outcome> {
  const late = tooLate(host);
  const over = new AbortController();
  const giveUp = () => over.abort();
  const timer = setTimeout(giveUp, ms);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    if (signal.aborted) return late;
    const ended = new Promise<Outcome>((done) => {
      over.signal.addEventListener('abort', () => done(late), { once: true });
    });
    return await Promise.race([task(over.signal), ended]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}

/**
 * How long a host asks to be left alone; undefined when it doesn't.
 *
 * @see RFC 9110, section 10.2.3
 */
export function retryAfterMs(answer: HttpAnswer): number | undefined {
  if (answer.status !== 429 && answer.status !== 503) return undefined;
  const text = answer.headers['retry-after']?.trim() ?? '';
  const ms = /^\d{1,9}$/.test(text)
    ? Number(text) * 1000
    : /^[A-Z][a-z]{2}.* GMT$/.test(text)
      ? Date.parse(text) - Date.now()
      : Number.NaN;
  if (Number.isFinite(ms)) return Math.max(ms, 0);
  return answer.status === 429 ? 1000 : undefined;
}

/** Runs a task as soon as there is room. */
export type Slots = <T>(task: () => Promise<T>) => Promise<T>;

/** Runs at most `count` tasks at a time, in the order they came. */
export function slots(count: number): Slots {
  const queue = fastq.promise((task: () => Promise<unknown>) => task(), count);
  return <T>(task: () => Promise<T>) => queue.push(task) as Promise<T>;
}
