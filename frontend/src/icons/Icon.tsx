import sprite from "./sprite.svg?no-inline";

interface Props {
  name: string;
  size?: "xs" | "s" | "l";
  className?: string;
}

/** A lucide icon out of the sprite; hidden from readers, so what it says must also stand in words. */
export function Icon({ name, size, className = "" }: Props) {
  const classes = ["icon", size ? `icon-${size}` : "", className].filter(Boolean).join(" ");
  return (
    <svg className={classes} aria-hidden="true">
      <use href={`${sprite}#${name}`} />
    </svg>
  );
}
