-- The picture of a seal or a finished PDF, beside the words of its document: a list of documents need not unseal it.
alter table documents add column sealed_file text;
