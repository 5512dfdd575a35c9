namespace Skein.KeyValue.Operations;

/// <summary>Why a put is not done.</summary>
public enum RefusalReason
{
    /// <summary>It would keep both the value and the owner.</summary>
    ChangesNothing,

    /// <summary>It would keep the value of a key that is not set.</summary>
    KeyNotSet,

    /// <summary>The owner's service does not exist.</summary>
    UnknownService,

    /// <summary>The owner's service has no container of that number.</summary>
    NoSuchInstance,

    /// <summary>The owner has ended.</summary>
    OwnerCompleted,
}
