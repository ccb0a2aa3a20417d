-- The events, by day (UTC). Partition projection: Athena works the days out from the range, so that none has to be
-- registered and none is forgotten. A day outside the range gives no rows and no error, so the range is that of the data,
-- and the table is made anew whenever more is published. It does not end with NOW: of data of 2019 most days up to now
-- would be empty, and each is looked for. The days lie where Hive would put them: LOCATION/event_date=2019-10-01/.
CREATE EXTERNAL TABLE {{table}} (
{{columns}}
)
PARTITIONED BY (`event_date` string)
STORED AS PARQUET
LOCATION {{location}}
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.event_date.type' = 'date',
  'projection.event_date.format' = 'yyyy-MM-dd',
  'projection.event_date.range' = {{range}},
  'projection.event_date.interval' = '1',
  'projection.event_date.interval.unit' = 'DAYS',
  'parquet.compression' = 'ZSTD',
  'vitrine.manifest' = {{manifest}}
)
