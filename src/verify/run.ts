import type { VerifySpec } from '../rules/verify-schema.ts';
import type { Finding, Verdict } from '../types.ts';
import { type Asked, ask } from './ask.ts';
import type { HttpRequest, Send } from './http.ts';
import { politely } from './polite.ts';
import { askProtocol } from './protocols/ask-protocol.ts';
import type { Values } from './template.ts';
import { unknownVerdict } from './verdict.ts';

/** What limits one run of a verifier. */
export interface RunLimits {
  endpoints: Readonly<Record<string, string>>;
  deadlineMs?: number | undefined;
  requestMs: number;
  concurrency: number;
  signal?: AbortSignal | undefined;
  now: () => number;
  /** Whether a login at this host would have to go through a proxy. */
  isProxied: (host: string, port: number | undefined) => boolean;
}

/** One run: its way out and its time. */
export interface Run {
  /** @param step - index of the one step to ask, for negative controls */
  ask(finding: Finding, values: Values, step?: number): Promise<Asked>;
  /** The verdict, or `unknown` when the run's time is over first. */
  inTime(verdict: Promise<Verdict>): Promise<Verdict>;
  /** Ends what is still under way. */
  end(): void;
}

const perHost = 4;

/** Starts the clock of one run. */
export function startRun(limits: RunLimits, send: Send): Run {
  const over = new AbortController();
  const end = () => over.abort();
  const deadline =
    limits.deadlineMs === undefined ? Number.POSITIVE_INFINITY : Date.now() + limits.deadlineMs;
  const timer = limits.deadlineMs === undefined ? undefined : setTimeout(end, limits.deadlineMs);
  const late = new Promise<undefined>((done) => {
    over.signal.addEventListener('abort', () => done(undefined), { once: true });
  });
  limits.signal?.addEventListener('abort', end, { once: true });
  if (limits.signal?.aborted) end();
  const { concurrency: total, requestMs } = limits;
  const loginMs = Math.min(requestMs, limits.deadlineMs ?? requestMs);
  const polite = politely(send, { total, perHost, requestMs });
  const sendNow = (request: HttpRequest) => polite(request, over.signal, deadline);
  return {
    ask(finding, values, step) {
      const spec = finding.rule.verify as VerifySpec;
      if (spec.protocol) return askProtocol(spec.protocol, values, limits, loginMs);
      const endpoint = limits.endpoints[finding.rule.provider];
      return ask(spec, values, { send: sendNow, endpoint, now: limits.now() }, step);
    },
    inTime: async (verdict) =>
      (await Promise.race([verdict, late])) ?? unknownVerdict('no answer in time', limits.now()),
    end() {
      clearTimeout(timer);
      limits.signal?.removeEventListener('abort', end);
      over.abort();
    },
  };
}
