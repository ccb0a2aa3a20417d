-- The database of the catalog is there already where somebody has made it; what else is in it stays.
CREATE DATABASE IF NOT EXISTS {{database}}
