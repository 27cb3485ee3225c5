/** Said once by the first engine that finds the new history, and by the doctor always. */
export function setAsideWords(path: string): string {
  return `The history was damaged. It was set aside as ${path}, and a new one was begun`;
}
