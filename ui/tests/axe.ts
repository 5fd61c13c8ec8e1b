import axe from "axe-core";

/** What cannot be told without layout and colours; the window in Chromium is asked about those. */
const NEED_A_SCREEN = ["color-contrast", "scrollable-region-focusable", "target-size"];

/** What keeps people out of a part of the page, as axe sees it: rule and place of each. */
export async function barriers(part: Element): Promise<string[]> {
  const { violations } = await axe.run(part, {
    rules: Object.fromEntries(NEED_A_SCREEN.map((rule) => [rule, { enabled: false }])),
    resultTypes: ["violations"],
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary ?? ""}`,
    ),
  );
}
