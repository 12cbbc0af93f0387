/**
 * Where each row lies in its table: the order PostgreSQL reads rows in, and so what decides between equal sort keys.
 * An update writes the row anew at the end. The place it leaves is kept for it after a mere use (a heap-only update),
 * but after an edit or a deletion the next vacuum frees it for new rows (recorded: filter-order-by-username,
 * order-by-last-used).
 */
export class RowOrder {
  readonly #places: (number | undefined)[] = [];
  #abandoned: number[] = [];
  #free: number[] = [];

  insert(id: number): void {
    const place = this.#free.shift();
    if (place === undefined) this.#places.push(id);
    else this.#places[place] = id;
  }

  use(id: number): void {
    this.#leave(id);
    this.#places.push(id);
  }

  edit(id: number): void {
    this.#abandoned.push(this.#leave(id));
    this.#places.push(id);
  }

  remove(id: number): void {
    this.#abandoned.push(this.#leave(id));
  }

  vacuum(): void {
    this.#free = [...this.#free, ...this.#abandoned].sort((a, b) => a - b);
    this.#abandoned = [];
  }

  ids(): number[] {
    return this.#places.filter((id) => id !== undefined);
  }

  #leave(id: number): number {
    const place = this.#places.indexOf(id);
    this.#places[place] = undefined;
    return place;
  }
}
