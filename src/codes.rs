//! The field's closed vocabularies: ISO 8583 codes, ISO 20022 codes, statuses and kinds.
//!
//! # Source
//!
//! Response codes, entry modes and processing codes: ISO 8583:1987 data elements 39, 22 and 3 as commonly used by issuers.
//! Account types and bank-transaction codes: ISO 20022 external code sets. Currencies: ISO 4217.

use crate::columns::codes;

codes! {
    /// Sex as recorded by the bank.
    Sex { Female = "F", Male = "M" }

    /// How a household lives in its home.
    Tenure { Rent = "rent", Mortgage = "mortgage", Own = "own" }

    /// Yearly household income before tax, in bands of thousands of dollars as the Diary of Consumer Payment Choice cuts them.
    IncomeBand {
        Below25 = "under_25k", From25 = "25k_50k", From50 = "50k_75k", From75 = "75k_100k", From100 = "100k_150k",
        From150 = "150k_plus",
    }

    /// How often a wage is paid.
    PayFrequency { Weekly = "weekly", Biweekly = "biweekly", Semimonthly = "semimonthly", Monthly = "monthly" }

    /// Where a person's regular income comes from.
    IncomeSource { Wage = "wage", SelfEmployed = "self_employed", Pension = "pension", Benefit = "benefit", Student = "student", Nothing = "none" }

    /// Whether a customer relationship is alive.
    CustomerStatus { Active = "active", Dormant = "dormant", Closed = "closed", Deceased = "deceased" }

    /// Money-laundering risk class given at onboarding.
    RiskRating { Low = "low", Medium = "medium", High = "high" }

    /// What an account is.
    Product { Checking = "checking", Savings = "savings", CreditCard = "credit_card", DeferredDebit = "deferred_debit" }

    /// ISO 20022 cash account type.
    CashAccountType { Current = "CACC", Savings = "SVGS", Card = "CARD" }

    /// Whether an account is open.
    AccountStatus { Open = "open", Closed = "closed" }

    /// What a customer is to an account.
    HolderRole { Owner = "owner", Joint = "joint", AuthorisedUser = "authorised_user" }

    /// ISO 4217 currency code.
    Currency { Usd = "USD", Eur = "EUR", Gbp = "GBP", Cad = "CAD", Mxn = "MXN", Jpy = "JPY", Chf = "CHF" }

    /// A card scheme; invented names.
    Network { Meridian = "meridian", Orbita = "orbita" }

    /// Whether a card draws on money or on credit.
    CardKind { Debit = "debit", Credit = "credit" }

    /// What state a card is in at the end of the horizon.
    CardStatus { Issued = "issued", Active = "active", Blocked = "blocked", Expired = "expired", Closed = "closed" }

    /// Why a card was blocked.
    BlockReason { Lost = "lost", Stolen = "stolen", Fraud = "fraud", Replaced = "replaced", AccountClosed = "account_closed", Deceased = "deceased" }

    /// What a device is.
    DeviceKind { Phone = "phone", Browser = "browser" }

    /// A device's operating system, by family.
    OperatingSystem { PhoneA = "phone_os_a", PhoneB = "phone_os_b", DesktopA = "desktop_os_a", DesktopB = "desktop_os_b" }

    /// What happened to a customer's profile.
    ProfileEvent {
        PhoneChanged = "phone_changed", EmailChanged = "email_changed", AddressChanged = "address_changed",
        PasswordReset = "password_reset", DeviceAdded = "device_added", PayeeAdded = "payee_added",
        LimitRaised = "limit_raised", RelationshipEnded = "relationship_ended", Deceased = "deceased",
    }

    /// Who or what a profile change came through.
    ServiceChannel { Mobile = "mobile", Web = "web", Branch = "branch", Phone = "call_centre" }

    /// ISO 8583 processing code (data element 3, first two digits): what a card transaction is.
    ProcessingCode {
        Purchase = "00", CashWithdrawal = "01", PurchaseWithCashback = "09", Refund = "20", AccountVerification = "33",
    }

    /// ISO 8583 message type of the request.
    MessageType { AuthorizationRequest = "0100", Advice = "0120", FinancialRequest = "0200", FinancialAdvice = "0220" }

    /// ISO 8583 point-of-service entry mode (data element 22, first two digits).
    EntryMode {
        Manual = "01", Chip = "05", Contactless = "07", CredentialOnFile = "10", Fallback = "80", Ecommerce = "81",
        MagneticStripe = "90",
    }

    /// How the cardholder was verified.
    Verification { None = "none", Pin = "pin", Signature = "signature", Device = "device", ThreeDSecure = "three_d_secure" }

    /// Where a card transaction took place.
    Channel { InPerson = "in_person", Ecommerce = "ecommerce", Mail = "mail_or_phone", Recurring = "recurring", Atm = "atm" }

    /// The kind of wallet a tokenized card was used from.
    Wallet { None = "none", Phone = "phone", Watch = "watch", Online = "online" }

    /// 3-D Secure outcome of an online purchase, as the electronic commerce indicator tells it.
    ThreeDSecure { Authenticated = "05", Attempted = "06", NotAuthenticated = "07" }

    /// Address verification result.
    AvsResult { Match = "Y", AddressOnly = "A", PostcodeOnly = "Z", NoMatch = "N", Unavailable = "U" }

    /// Card verification value result; the value itself is never kept.
    CvvResult { Match = "M", NoMatch = "N", NotProcessed = "P", Unavailable = "U" }

    /// ISO 8583 response code (data element 39).
    ResponseCode {
        /// approved
        Approved = "00",
        /// do not honor
        DoNotHonor = "05",
        /// invalid card number or no such account
        InvalidCard = "14",
        /// lost card
        LostCard = "41",
        /// stolen card
        StolenCard = "43",
        /// insufficient funds
        InsufficientFunds = "51",
        /// expired card
        ExpiredCard = "54",
        /// incorrect PIN
        IncorrectPin = "55",
        /// transaction not permitted to cardholder
        NotPermitted = "57",
        /// suspected fraud
        SuspectedFraud = "59",
        /// exceeds amount limit
        ExceedsAmountLimit = "61",
        /// restricted card
        RestrictedCard = "62",
        /// inactive card: not activated yet
        InactiveCard = "78",
        /// issuer or switch inoperative
        IssuerUnavailable = "91",
        /// system malfunction
        SystemMalfunction = "96",
        /// CVV failure
        CvvFailure = "N7",
    }

    /// What has become of an authorization at the end of the horizon.
    TransactionStatus {
        Declined = "declined", Pending = "pending", Posted = "posted", Reversed = "reversed", Expired = "expired", Verified = "verified",
    }

    /// A step in the life of a card transaction.
    CardEventType {
        Authorized = "authorized", Declined = "declined", Incremented = "incremented", Reversed = "reversed",
        Expired = "expired", Posted = "posted", Refunded = "refunded", Disputed = "disputed",
        ChargedBack = "charged_back", Represented = "represented", Won = "won", Lost = "lost",
    }

    /// ISO 20022 credit or debit indicator.
    CreditDebit { Credit = "CRDT", Debit = "DBIT" }

    /// ISO 20022 bank-transaction code: domain, family and sub-family.
    BankTransactionCode {
        /// salary
        Salary = "PMNT-RCDT-SALA",
        /// pension or benefit
        Benefit = "PMNT-RCDT-BENE",
        /// domestic credit transfer received
        CreditReceived = "PMNT-RCDT-DMCT",
        /// domestic credit transfer sent
        CreditSent = "PMNT-ICDT-DMCT",
        /// instant transfer received
        InstantReceived = "PMNT-RRCT-DMCT",
        /// instant transfer sent
        InstantSent = "PMNT-IRCT-DMCT",
        /// cross-border credit transfer sent
        CrossBorderSent = "PMNT-ICDT-XBCT",
        /// own-account transfer received
        BookReceived = "PMNT-RCDT-BOOK",
        /// own-account transfer sent
        BookSent = "PMNT-ICDT-BOOK",
        /// standing order sent
        StandingOrder = "PMNT-ICDT-STDO",
        /// direct debit paid
        DirectDebit = "PMNT-RDDT-PMDD",
        /// direct debit returned for want of funds
        DirectDebitReturned = "PMNT-RDDT-UPDD",
        /// card payment at the point of sale
        CardPayment = "PMNT-CCRD-POSD",
        /// card refund
        CardRefund = "PMNT-CCRD-POSC",
        /// cash withdrawal
        CashWithdrawal = "PMNT-CCRD-CWDL",
        /// cash deposit
        CashDeposit = "PMNT-CNTR-CDPT",
        /// cheque drawn
        ChequePaid = "PMNT-ICHQ-CCHQ",
        /// cheque deposited
        ChequeDeposited = "PMNT-RCHQ-CCHQ",
        /// cheque returned unpaid
        ChequeReturned = "PMNT-ICHQ-UPCQ",
        /// interest credited
        InterestCredited = "ACMT-MCOP-INTR",
        /// interest charged
        InterestCharged = "ACMT-MDOP-INTR",
        /// fee charged
        Fee = "ACMT-MDOP-CHRG",
        /// fee refunded
        FeeRefunded = "ACMT-MCOP-CHRG",
        /// provisional credit of a dispute, or its reversal
        Adjustment = "ACMT-MCOP-ADJT",
        /// credit-card payment received
        CardRepayment = "PMNT-CCRD-SMRT",
        /// closing transfer of an account
        Closing = "ACMT-ACOP-PSTE",
    }

    /// What a mandate is.
    OrderKind { StandingOrder = "standing_order", DirectDebit = "direct_debit", Autopay = "card_autopay" }

    /// How often a standing order or mandate runs.
    Frequency { Weekly = "weekly", Monthly = "monthly", Quarterly = "quarterly", Semiannual = "semiannual", Yearly = "yearly" }

    /// Whether a standing order or mandate still runs.
    OrderStatus { Active = "active", Ended = "ended" }

    /// Why a cardholder disputes a transaction.
    DisputeReason {
        Fraud = "fraud", NotReceived = "not_received", NotAsDescribed = "not_as_described", Duplicate = "duplicate",
        CreditNotProcessed = "credit_not_processed", Cancelled = "cancelled_recurring",
    }

    /// How far a dispute has come.
    DisputeStage { Opened = "opened", ChargedBack = "charged_back", Represented = "represented", Resolved = "resolved" }

    /// How a dispute ended, seen from the cardholder.
    DisputeOutcome { Won = "won", Lost = "lost" }

    /// What kind of spending a merchant stands for; the categories of the Diary of Consumer Payment Choice.
    Category {
        Groceries = "groceries", Fuel = "fuel", Restaurant = "restaurant", FastFood = "fast_food",
        GeneralMerchandise = "general_merchandise", GeneralService = "general_service",
        Entertainment = "entertainment", Utility = "utility", Travel = "taxi_airline_delivery",
        Telecom = "telecom", Contractor = "contractor", ProfessionalService = "professional_service",
        Lodging = "lodging", Financial = "financial", Charity = "charity", Health = "health",
        Government = "government", Education = "education", Transit = "transit_tolls", Cash = "cash_machine",
    }

    /// How a fraud works.
    Typology {
        LostStolen = "lost_stolen", Skimming = "skimmed_terminal", CardTesting = "breached_shop_card_testing",
        LeakedCard = "leaked_card_remote", AccountTakeover = "account_takeover", PushPaymentScam = "authorised_push_payment",
        FriendlyFraud = "friendly_fraud", RefundAbuse = "refund_abuse",
    }

    /// Who noticed a fraud.
    Detector { Customer = "customer", Issuer = "issuer", Merchant = "merchant" }

    /// A genuine episode that looks like fraud.
    EpisodeKind {
        TripAbroad = "trip_abroad", HolidaySeason = "holiday_season", NewPhone = "new_phone", HouseMove = "house_move",
    }

    /// What happened to somebody.
    LifeEventKind {
        JobLost = "job_lost", BenefitEnded = "benefit_ended", JobFound = "job_found", JobChanged = "job_changed",
        PayCut = "pay_cut", Retired = "retired", ChildBorn = "child_born", Widowed = "widowed", LeftBank = "left_bank", Died = "died",
    }

    /// What a fraud label points at.
    LabelledRecord { CardTransaction = "card_transaction", AccountEntry = "account_entry", ProfileEvent = "customer_event", Dispute = "dispute" }
}

impl Currency {
    /// Returns the number of digits after the point (ISO 4217 exponent).
    pub fn exponent(self) -> u32 {
        if self == Self::Jpy { 0 } else { 2 }
    }
}

impl ResponseCode {
    /// Returns whether the issuer said yes.
    pub fn is_approved(self) -> bool {
        self == Self::Approved
    }
}

impl Product {
    /// Returns the ISO 20022 account type of the product.
    pub fn cash_account_type(self) -> CashAccountType {
        match self {
            Self::Checking => CashAccountType::Current,
            Self::Savings => CashAccountType::Savings,
            Self::CreditCard | Self::DeferredDebit => CashAccountType::Card,
        }
    }

    /// Returns whether it is reached by card alone and settled statement by statement.
    pub fn is_card_account(self) -> bool {
        matches!(self, Self::CreditCard | Self::DeferredDebit)
    }
}

/// A merchant category code of ISO 18245, as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mcc(pub u16);

static MCC_WORDS: std::sync::LazyLock<Vec<&'static str>> =
    std::sync::LazyLock::new(|| (0..10_000).map(|code| &*format!("{code:04}").leak()).collect());

impl crate::columns::Value for Mcc {
    type Native = u16;
    const TYPE: crate::columns::ColumnType = crate::columns::ColumnType::Category;
    #[inline]
    fn into_native(self) -> u16 {
        self.0
    }
    fn values<'a>(natives: &'a [u16], _: &'a crate::columns::Texts) -> crate::columns::Values<'a> {
        crate::columns::Values::Closed(natives, &MCC_WORDS)
    }
}

impl<'de> serde::Deserialize<'de> for Mcc {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        match digits.parse() {
            Ok(code) if digits.len() == 4 => Ok(Self(code)),
            _ => Err(serde::de::Error::custom(format!("'{digits}' is no merchant category code of four digits"))),
        }
    }
}

codes! {
    /// What of a customer's data a bank may let a platform read.
    SharingScope { Accounts = "accounts", Balances = "balances", Transactions = "transactions" }

    /// What a bank has decided about a scope.
    SharingDecision { Shared = "shared", Refused = "refused" }

    /// The product through which a person and a page write to one another.
    PlatformChannel { Messenger = "messenger", Whatsapp = "whatsapp" }

    /// Who ended something.
    Actor { Customer = "customer", Bank = "bank", Platform = "platform" }

    /// What data are read for.
    Purpose { Servicing = "servicing", Alerts = "alerts", Receipts = "receipts", Offers = "offers" }

    /// Whose consent an account takes.
    JointRule { Sole = "sole", AnyHolder = "any_holder", AllHolders = "all_holders" }

    /// What somebody asks for about their own data.
    DataRequestKind { Access = "access", Erasure = "erasure" }

    /// How such a request ended.
    DataRequestOutcome { Fulfilled = "fulfilled", PartlyFulfilled = "partly_fulfilled", Refused = "refused" }

    /// What data are said to be read for; advertising is what no consent is about.
    AccessPurpose { Servicing = "servicing", Alerts = "alerts", Receipts = "receipts", Offers = "offers", Advertising = "advertising" }

    /// Who gets what is read.
    Recipient { Platform = "platform", PageBot = "page_bot", ThirdParty = "third_party" }

    /// How a read of data breaks the promise that was made.
    ViolationKind {
        RefusedBank = "refused_bank", Contacts = "contacts", ThirdParty = "third_party", Advertising = "advertising",
        AfterRevocation = "after_revocation", Expired = "expired", OutOfScope = "out_of_scope", OverFrequent = "over_frequent",
    }

    /// What a notification tells.
    NotificationKind {
        PostedTransaction = "posted_transaction", Declined = "declined", LowBalance = "low_balance", Salary = "salary",
        LargeTransaction = "large_transaction", PaymentDue = "payment_due", FraudAlert = "fraud_alert",
    }

    /// What became of a notification.
    NotificationDecision {
        Sent = "sent", SuppressedConsent = "suppressed_consent", SuppressedWindow = "suppressed_window",
        SuppressedOptOut = "suppressed_opt_out", Failed = "failed",
    }

    /// Whether a page may write freely to a user, or only what has a tag.
    WindowState { Closed = "closed", Open = "open" }

    /// The years whose rules the platform keeps.
    PlatformEra { Of2018 = "2018", Of2020 = "2020", Of2026 = "2026" }

    /// By what a page is allowed to write outside the window.
    MessageTag {
        PersonalFinanceUpdate = "PERSONAL_FINANCE_UPDATE", AccountUpdate = "ACCOUNT_UPDATE",
        PostPurchaseUpdate = "POST_PURCHASE_UPDATE", ConfirmedEventUpdate = "CONFIRMED_EVENT_UPDATE",
        UtilityAccount = "utility_account_update", UtilityPurchase = "utility_purchase_update",
        UtilityReminder = "utility_reminder",
    }

    /// What a holder answers when asked whether it was them.
    AlertReply { YesItWasMe = "yes_it_was_me", No = "no", Timeout = "timeout" }
}

codes! {
    /// A step in the life of a shipment.
    ShipmentStep {
        LabelCreated = "label_created", PickedUp = "picked_up", InTransit = "in_transit", OutForDelivery = "out_for_delivery",
        Delivered = "delivered", Attempted = "attempted", Delayed = "delayed", Returned = "returned",
    }

    /// What has become of a shipment.
    ShipmentStatus { Preparing = "preparing", OnTheWay = "on_the_way", Delivered = "delivered", Returned = "returned" }
}

impl ShipmentStep {
    /// Returns what has become of a shipment of which this is the last step.
    pub fn status(self) -> ShipmentStatus {
        match self {
            Self::LabelCreated => ShipmentStatus::Preparing,
            Self::PickedUp | Self::InTransit | Self::OutForDelivery | Self::Attempted | Self::Delayed => {
                ShipmentStatus::OnTheWay
            }
            Self::Delivered => ShipmentStatus::Delivered,
            Self::Returned => ShipmentStatus::Returned,
        }
    }
}

impl Category {
    /// Returns whether what is sold at a distance comes as a parcel.
    pub fn is_goods(self) -> bool {
        matches!(self, Self::Groceries | Self::GeneralMerchandise)
    }
}
