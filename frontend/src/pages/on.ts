/** Listen to one kind of event on everything that matches a selector, now and later. */
export function on(
  type: keyof DocumentEventMap,
  selector: string,
  deed: (element: HTMLElement, event: Event) => void,
): void {
  document.addEventListener(type, (event) => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
    if (element) deed(element, event);
  });
}
