-- Of an external table only the description goes: the objects in S3 stay as they are.
DROP TABLE IF EXISTS {{table}}
