/**
 * Where each row lies in its table: the order PostgreSQL reads rows in, and so what decides between equal sort keys.
 * An update writes the row anew at the end. The place it leaves is kept for it after a mere use (a heap-only update),
 * but after an edit or a deletion the next vacuum frees it for new rows (recorded: filter-order-by-username,
 * order-by-last-used).
 */
export class RowOrder<Row extends { readonly id: number }> {
  readonly #places: (Row | undefined)[] = [];
  readonly #placeOf = new Map<number, number>();
  #abandoned: number[] = [];
  #free: number[] = [];

  insert(row: Row): void {
    this.#put(row, this.#free.shift() ?? this.#places.length);
  }

  use(row: Row): void {
    this.#leave(row);
    this.#put(row, this.#places.length);
  }

  edit(row: Row): void {
    this.#abandoned.push(this.#leave(row));
    this.#put(row, this.#places.length);
  }

  remove(row: Row): void {
    this.#abandoned.push(this.#leave(row));
  }

  vacuum(): void {
    this.#free = [...this.#free, ...this.#abandoned].sort((a, b) => a - b);
    this.#abandoned = [];
  }

  rows(): Row[] {
    return this.#places.filter((row) => row !== undefined);
  }

  #put(row: Row, place: number): void {
    this.#places[place] = row;
    this.#placeOf.set(row.id, place);
  }

  #leave({ id }: Row): number {
    const place = this.#placeOf.get(id);
    if (place === undefined) throw new RangeError(`no row ${String(id)}`);
    this.#placeOf.delete(id);
    this.#places[place] = undefined;
    return place;
  }
}
