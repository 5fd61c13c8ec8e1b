import styles from "./PlaceLink.module.css";

interface PlaceLinkProps {
  /** The place in words: "Renglón 4 · Fórmula". */
  children: string;
  onPress: () => void;
  testId?: string;
}

/** The place in the matrix that an entry of a panel is about, as the way there. */
export function PlaceLink({ children, onPress, testId }: PlaceLinkProps) {
  return (
    <button type="button" className={styles.place} data-testid={testId} onClick={onPress}>
      {children}
    </button>
  );
}
