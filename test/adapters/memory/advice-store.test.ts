import { MemoryAdviceStore } from "../../../src/adapters/memory/index.ts";
import { testAdviceStore } from "../advice-store.contract.ts";

testAdviceStore("memory", (clock) => Promise.resolve(new MemoryAdviceStore(clock)));
