import { describe, expect, it } from 'vitest';
import { guessMeaning, guessPhrase } from './event-words.js';

describe('a phrase', () => {
  it.each([
    ['Al carrito', 'cart'],
    ['ao carrinho', 'cart'],
    ['No carrinho', 'cart'],
    ['Add to basket', 'cart'],
    ['basket', 'cart'],
    ['Bag', 'cart'],
    ['put in my bag', 'cart'],
    ['Añadido a la cesta de la compra', 'cart'],
    ['produto adicionado à sacola', 'cart'],
    ['carrinho de compras', 'cart'],
    ['Removed from bag', 'remove_from_cart'],
    ['Producto eliminado de la cesta', 'remove_from_cart'],
    ['retirou da sacola', 'remove_from_cart'],
    ['take out of the cart', 'remove_from_cart'],
    ['compra', 'purchase'],
    ['Ver ficha', 'view'],
    ['view cart', null],
    ['abandoned cart', null],
    ['compra del carrito', null],
    ['from cart', null],
    ['add to wishlist', null],
    ['Newsletter', null],
    ['', null],
  ])('“%s” means %s', (phrase, meaning) => {
    expect(guessPhrase(phrase)).toBe(meaning);
  });

  it('is no word that a file is recognised by', () => {
    expect(guessMeaning('Al carrito')).toBeNull();
  });
});
