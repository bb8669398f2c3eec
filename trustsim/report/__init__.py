"""From figures to what people read: sentences, tables, pictures."""
