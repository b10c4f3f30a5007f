/**
 * Every sentence of the app, in English. Screens import only their own part (`$words/orders`),
 * so that a phone loads the words of the screen it shows. The server words its own sentences.
 */
export { address } from './en/address';
export { arrival } from './en/arrival';
export { books } from './en/books';
export { camera, distance, doubts, hints, stillInDoubt } from './en/capture';
export { credit } from './en/credit';
export { demo } from './en/demo';
export { desk } from './en/desk';
export { exchange } from './en/exchange';
export { find } from './en/find';
export { label } from './en/label';
export { look } from './en/look';
export { choosing, match } from './en/match';
export { offers, telling } from './en/offers';
export { orders } from './en/orders';
export { outside } from './en/outside';
export { packing } from './en/packing';
export { purchase } from './en/purchase';
export { refund } from './en/refund';
export { showing, starting } from './en/return';
export { quality, review } from './en/review';
export { shell } from './en/shell';
export { shop } from './en/shop';
export { signin } from './en/signin';
export { stops } from './en/stops';
export { ways } from './en/ways';
