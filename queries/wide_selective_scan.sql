-- question: Show an investigator, with all that the network told, the dearest online purchases abroad that 3-D Secure did not authenticate and
--   whose address or verification value did not match, was not processed or was not asked for: the 200 largest amounts.
-- tables: card_transactions
-- stresses: wide projection behind a selective filter: late materialization, dictionary filters, top N
SELECT transaction_id, card_id, customer_id, merchant_id, authorized_at, local_date, local_hour, message_type, authorized_amount, amount,
    original_amount, original_currency, fx_rate, mcc, category, merchant_country, entry_mode, verification, wallet, is_recurring,
    three_d_secure, avs_result, cvv_result, system_trace_number, response_code, authorization_code, available_before, status, device_id,
    ip_address
FROM card_transactions
WHERE channel = 'ecommerce' AND merchant_country <> 'US' AND (three_d_secure IS NULL OR three_d_secure <> '05')
    AND (avs_result IS NULL OR avs_result <> 'Y' OR cvv_result IS NULL OR cvv_result <> 'M')
ORDER BY authorized_amount DESC, transaction_id
LIMIT 200
