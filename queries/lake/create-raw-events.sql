-- The files as they came: CSV or gzipped CSV, each with the usual header. All columns are texts, as OpenCSVSerde reads
-- times only as numbers and takes an empty number for an error; what is empty is '', not null. Fields in quotes that hold
-- line breaks are not read. A time is CAST(substr(event_time, 1, 19) AS timestamp).
CREATE EXTERNAL TABLE {{table}} (
{{columns}}
)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'
WITH SERDEPROPERTIES ('separatorChar' = ',', 'quoteChar' = '"', 'escapeChar' = '\\')
STORED AS TEXTFILE
LOCATION {{location}}
TBLPROPERTIES (
  'skip.header.line.count' = '1',
  'vitrine.manifest' = {{manifest}}
)
