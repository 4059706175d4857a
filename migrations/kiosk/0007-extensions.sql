-- Whether its addressee has asked for more time: that can be done once.

update item set hold = json_set(hold, '$.isExtended', json('false'));
