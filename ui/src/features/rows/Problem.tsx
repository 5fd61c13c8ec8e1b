import type { Problem } from "../../host";
import { Notice } from "../../kit";

/** Why what a dialog asked for was not done. */
export function ProblemNotice({ problem }: { problem: Problem | null }) {
  if (problem === null) return null;
  return <Notice message={problem.message} next={problem.next} code={problem.code} />;
}
