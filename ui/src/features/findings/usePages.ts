import { useEffect, useRef, useState } from "react";

import {
  asProblem,
  type FindingPage,
  type FindingView,
  type FindingsOf,
  type Problem,
} from "../../host";
import { useDossier } from "../../state";
import { useFindings } from "./useFindings";

/** Findings that the shell answers at once, at most. */
export const PAGE_MAX = 200;

/** Findings as far as they are looked at. */
interface Known {
  version: string | null;
  findings: readonly FindingView[];
  /** How many there are in all. */
  total: number;
}

/** What is known before the first answer. */
export const UNKNOWN: Known = { version: null, findings: [], total: 0 };

interface Pages {
  /** `null` until the first answer. */
  findings: readonly FindingView[] | null;
  /** How many there are that are not here. */
  left: number;
  problem: Problem | null;
  /** Asks for a page more. */
  more: () => void;
}

/**
 * Findings in full, at first so many, and again when others are found. What is asked for must stay
 * the same as long as the component lives: give it a key.
 */
export function usePages(of: FindingsOf, first: number): Pages {
  const dossier = useDossier();
  const version = useFindings((state) => state.version);
  const [asked] = useState(of);
  const [most, want] = useState(first);
  const [known, know] = useState<Known>(UNKNOWN);
  const [problem, tell] = useState<Problem | null>(null);
  const last = useRef(UNKNOWN);
  useEffect(() => {
    let late = false;
    const before = last.current.version === version ? last.current : UNKNOWN;
    const ask = (offset: number, limit: number) => dossier.findingPage(asked, offset, limit);
    loaded(ask, before, most)
      .then((now) => {
        if (late) return;
        last.current = now;
        know(now);
        tell(null);
      })
      .catch((failure: unknown) => {
        if (!late) tell(asProblem(failure));
      });
    return () => {
      late = true;
    };
  }, [dossier, asked, version, most]);
  return {
    findings: known.version === null ? null : known.findings,
    left: known.total - known.findings.length,
    problem,
    more: () => want(known.findings.length + PAGE_MAX),
  };
}

/** What is known, and as much more as is wanted, asked for a page at a time. */
export async function loaded(
  ask: (offset: number, limit: number) => Promise<FindingPage>,
  before: Known,
  most: number,
): Promise<Known> {
  let known = before;
  while (known.version === null || known.findings.length < Math.min(most, known.total)) {
    const offset = known.findings.length;
    const page = await ask(offset, Math.min(PAGE_MAX, most - offset));
    const { version, total } = page;
    if (known.version !== null && version !== known.version) {
      // The matrix changed between two pages: they do not fit each other.
      known = UNKNOWN;
      continue;
    }
    known = { version, total, findings: [...known.findings, ...page.findings] };
    if (page.findings.length === 0) break;
  }
  return known;
}
