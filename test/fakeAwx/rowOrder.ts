/**
 * Where each row lies in its table: the order PostgreSQL reads rows in, and so what decides between equal sort keys.
 * An update writes the row anew at the end. The place it leaves is kept for it after a mere use (a heap-only update),
 * but after an edit or a deletion the next vacuum frees it for new rows (recorded: filter-order-by-username,
 * order-by-last-used).
 */
export class RowOrder {
  readonly #places: (number | undefined)[] = [];
  readonly #placeOf = new Map<number, number>();
  #abandoned: number[] = [];
  #free: number[] = [];

  insert(id: number): void {
    this.#put(id, this.#free.shift() ?? this.#places.length);
  }

  use(id: number): void {
    this.#leave(id);
    this.#put(id, this.#places.length);
  }

  edit(id: number): void {
    this.#abandoned.push(this.#leave(id));
    this.#put(id, this.#places.length);
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

  #put(id: number, place: number): void {
    this.#places[place] = id;
    this.#placeOf.set(id, place);
  }

  #leave(id: number): number {
    const place = this.#placeOf.get(id);
    if (place === undefined) throw new RangeError(`no row ${String(id)}`);
    this.#placeOf.delete(id);
    this.#places[place] = undefined;
    return place;
  }
}
