import { t } from "@lingui/core/macro";
import { memo } from "react";

import { classes } from "../../kit";
import { ROW_FIELD, type Column } from "./columns";
import styles from "./Grid.module.css";

/** The titles of the columns; stays in view. */
export const GridHeader = memo(function GridHeader({ columns }: { columns: readonly Column[] }) {
  return (
    <div role="rowgroup" className={styles.header}>
      <div role="row" aria-rowindex={1} className={styles.headerRow}>
        {columns.map((column, index) => (
          <div
            key={column.field}
            role="columnheader"
            aria-colindex={index + 1}
            className={classes(
              styles.title,
              index === 0 && styles.first,
              column.figures && styles.figures,
            )}
          >
            {column.field === ROW_FIELD ? (
              <span className="hidden-text">{t`Renglón`}</span>
            ) : (
              column.title
            )}
          </div>
        ))}
      </div>
    </div>
  );
});
