/// <reference types="node" preserve="true" />
/**
 * Sensors that are ready to be used.
 *
 * @module windsock/sensors
 */
export { objectSensor } from "./object-sensor.ts";
export { objectsSensor } from "./objects-sensor.ts";
export { sqlSensor } from "./sql-sensor.ts";
export { dateTimeSensor, timeDeltaSensor, timeSensor } from "./time-sensors.ts";
