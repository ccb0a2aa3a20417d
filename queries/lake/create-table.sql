-- A stored model, or the words of ids that are texts.
CREATE EXTERNAL TABLE {{table}} (
{{columns}}
)
STORED AS PARQUET
LOCATION {{location}}
TBLPROPERTIES (
  'parquet.compression' = 'ZSTD',
  'vitrine.manifest' = {{manifest}}
)
