namespace Skein.KeyValue;

/// <summary>What the application knows about a container that is to own a key.</summary>
public enum OwnerState
{
    /// <summary>The application has no service of that name.</summary>
    UnknownService,

    /// <summary>The service exists, but never had a container of that number.</summary>
    NoSuchInstance,

    /// <summary>The container has ended, whatever the outcome; it never comes back under the same number.</summary>
    Completed,

    /// <summary>The container waits, is requested or runs.</summary>
    Alive,
}
