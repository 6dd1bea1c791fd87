UPDATE connections SET sign_in_state = 'ended' WHERE id = :id
