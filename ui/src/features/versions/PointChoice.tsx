import { t } from "@lingui/core/macro";

import type { MomentView, VersionView } from "../../host";
import fields from "../../kit/Field.module.css";
import { officialTime, dayOf } from "../../kit";
import { useDossierState } from "../../state";
import { NOW } from "../changes";
import styles from "./Versions.module.css";

interface PointChoiceProps {
  label: string;
  value: string;
  /** What the point is called, where it is neither a version nor a moment. */
  name: string;
  moments: readonly MomentView[];
  onChange: (point: string) => void;
  testId: string;
}

/** A point in time: a closed version, now, or the end of a stretch of work. */
export function PointChoice(props: PointChoiceProps) {
  const { label, value, name, moments, onChange, testId } = props;
  const versions = useDossierState((state) => state.review.versions);
  const stops = moments.filter((moment) => versionAt(moment, versions) === null);
  const known =
    value === NOW ||
    versions.some(({ id }) => id === value) ||
    stops.some(({ point }) => point === value);
  return (
    <label className={styles.point}>
      <span className={styles.pointLabel}>{label}</span>
      <select
        className={fields["select"]}
        value={value}
        data-testid={testId}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        <option value={NOW}>{t`Ahora`}</option>
        {!known && <option value={value}>{name}</option>}
        {versions.length > 0 && (
          <optgroup label={t`Versiones cerradas`}>
            {versions.toReversed().map(({ id, name: called, at, here }) => (
              <option key={id} value={id} disabled={!here}>
                {`${called} · ${dayOf(at)}`}
              </option>
            ))}
          </optgroup>
        )}
        {stops.length > 0 && (
          <optgroup label={t`Momentos`}>
            {stops.toReversed().map(({ point, at, authors }) => (
              <option key={point} value={point}>
                {`${officialTime(at)} · ${authors.join(", ")}`}
              </option>
            ))}
          </optgroup>
        )}
      </select>
    </label>
  );
}

/** The version that was closed at a moment. */
export function versionAt(
  { point, version }: MomentView,
  versions: readonly VersionView[],
): VersionView | null {
  return (
    versions.find((one) => one.matrix === point || one.id === point) ??
    versions.find((one) => version !== "" && one.name === version) ??
    null
  );
}
