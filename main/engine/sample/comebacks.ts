/** Carts that will be bought on a later visit: user and product by the minute in which they come back. */
export class Comebacks {
  private readonly first: Int32Array;
  private following = new Int32Array(1024);
  private users = new Int32Array(1024);
  private products = new Int32Array(1024);
  private count = 0;

  constructor(minutes: number) {
    this.first = new Int32Array(minutes).fill(-1);
  }

  add(minute: number, user: number, product: number): void {
    if (minute >= this.first.length) return;
    if (this.count === this.users.length) this.grow();
    this.users[this.count] = user;
    this.products[this.count] = product;
    this.following[this.count] = this.first[minute] as number;
    this.first[minute] = this.count;
    this.count += 1;
  }

  forEach(minute: number, visit: (user: number, product: number) => void): void {
    for (let i = this.first[minute] as number; i >= 0; i = this.following[i] as number)
      visit(this.users[i] as number, this.products[i] as number);
  }

  private grow(): void {
    const { following, users, products } = this;
    (this.following = new Int32Array(this.count * 2)).set(following);
    (this.users = new Int32Array(this.count * 2)).set(users);
    (this.products = new Int32Array(this.count * 2)).set(products);
  }
}
