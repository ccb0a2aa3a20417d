/** All that is put into clean weeks, by name. */
import type { Family } from '../../preload/rules/rule-kind.js';
import { crawl, hammer, interleave, mixSigns, poll, stayAwake, walkIds } from './attacks/browsing.js';
import { hoard, hoardByMany, testCards, testCardsByMany } from './attacks/buying.js';
import { floodByMany, floodByOne, floodShop } from './attacks/floods.js';
import * as innocent from './look-alikes.js';
import type { Strength } from './pace.js';
import type { Scene } from './scene.js';

export interface AttackFamily {
  readonly name: string;
  readonly title: string;
  /** The family of alerts that is meant for it. */
  readonly meant: Family;
  /** In which of the backgrounds: the busy one, the quiet one, or by turns. */
  readonly where: 'busy' | 'quiet' | 'either';
  readonly play: (scene: Scene, strength: Strength) => void;
}

/** Events a second of the two backgrounds in the mean. */
export const busyRate = 16;
export const quietRate = 3;

export const attackFamilies: readonly AttackFamily[] = [
  { name: 'hammering', title: 'Hammering', meant: 'rate', where: 'either', play: hammer },
  { name: 'crawl', title: 'Crawl of distinct products', meant: 'crawl', where: 'either', play: crawl },
  {
    name: 'product-flood-one',
    title: 'Product flood, one user',
    meant: 'product_flood',
    where: 'either',
    play: floodByOne,
  },
  {
    name: 'product-flood-many',
    title: 'Product flood, many users',
    meant: 'product_flood',
    where: 'either',
    play: floodByMany,
  },
  {
    name: 'global-flood-16',
    title: 'Flood of the shop ×2 at 16 ev/s',
    meant: 'global_flood',
    where: 'busy',
    play: (scene, strength) => floodShop(scene, strength, busyRate),
  },
  {
    name: 'global-flood-3',
    title: 'Flood of the shop ×2 at 3 ev/s',
    meant: 'global_flood',
    where: 'quiet',
    play: (scene, strength) => floodShop(scene, strength, quietRate),
  },
  { name: 'poller', title: 'Regular poller', meant: 'regularity', where: 'either', play: poll },
  { name: 'id-order', title: 'Scraper in the order of ids', meant: 'id_order', where: 'either', play: walkIds },
  {
    name: 'mixed-signs',
    title: 'Scraper with a mix of signs',
    meant: 'session_score',
    where: 'either',
    play: mixSigns,
  },
  {
    name: 'hoarding-blind',
    title: 'Hoarding without views',
    meant: 'hoarding',
    where: 'either',
    play: (scene, strength) => hoard(scene, strength, false),
  },
  {
    name: 'hoarding-seen',
    title: 'Hoarding with views',
    meant: 'hoarding',
    where: 'either',
    play: (scene, strength) => hoard(scene, strength, true),
  },
  {
    name: 'hoarding-many',
    title: 'Hoarding of one product by many',
    meant: 'hoarding',
    where: 'either',
    play: hoardByMany,
  },
  {
    name: 'card-testing',
    title: 'Card testing, one user',
    meant: 'purchase_velocity',
    where: 'either',
    play: testCards,
  },
  {
    name: 'card-testing-many',
    title: 'Card testing, many users',
    meant: 'purchase_velocity',
    where: 'either',
    play: testCardsByMany,
  },
  {
    name: 'interleaving',
    title: 'Several sessions, or new ones',
    meant: 'interleaving',
    where: 'either',
    play: interleave,
  },
  { name: 'never-sleeps', title: 'Never sleeps', meant: 'never_sleeps', where: 'quiet', play: stayAwake },
];

export interface LookAlike {
  readonly name: string;
  readonly title: string;
  /** Moves the traffic of the whole shop: left out of the runs with attacks. */
  readonly isWholeShop: boolean;
  readonly play: (scene: Scene) => void;
}

export const lookAlikes: readonly LookAlike[] = [
  { name: 'flash-sale', title: 'Flash sale', isWholeShop: true, play: innocent.flashSale },
  { name: 'power-shopper', title: 'Power shopper', isWholeShop: false, play: innocent.powerShopper },
  { name: 'many-tabs', title: 'Many tabs', isWholeShop: false, play: innocent.manyTabs },
  { name: 'office-basket', title: 'B2B basket', isWholeShop: false, play: innocent.officeBasket },
  { name: 'deal-hunter', title: 'Deal hunter', isWholeShop: false, play: innocent.dealHunter },
  { name: 'wish-lister', title: 'Wish-lister', isWholeShop: false, play: innocent.wishLister },
  { name: 'researcher', title: 'Gift shopper, researcher', isWholeShop: false, play: innocent.researcher },
  { name: 'many-phones', title: 'Same phone 5 to 7 times', isWholeShop: false, play: innocent.manyPhones },
  { name: 'stuttering-button', title: 'Stuttering cart button', isWholeShop: false, play: innocent.stutteringButton },
];
