-- An agency or field that was joined with another: kept so that its number is never given again and its code still finds the other,
-- and listed nowhere.
ALTER TABLE agency ADD COLUMN merged_into INTEGER REFERENCES agency (id);
ALTER TABLE field ADD COLUMN merged_into INTEGER REFERENCES field (id);
