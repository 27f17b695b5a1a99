/** The class that gives a tile the colour of a handler group: "End user" is `group-end-user`. */
export function groupClass(group: string): string {
  return `group-${group.trim().toLowerCase().replace(/[^a-z]+/g, "-")}`;
}
