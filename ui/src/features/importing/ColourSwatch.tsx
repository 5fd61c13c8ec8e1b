import styles from "./Import.module.css";

/** A colour of the file, as it is there. */
export function ColourSwatch({ colour }: { colour: string }) {
  return <span className={styles.swatch} style={{ backgroundColor: `#${colour}` }} aria-hidden />;
}
