namespace Skein.KeyValue.Changes;

/// <summary>One step from a revision to the next, as a watcher sees it: a <see cref="PutChange"/> or a <see cref="DeleteChange"/>.</summary>
public abstract class Change
{
    private protected Change()
    {
    }

    /// <summary>The first key it is about.</summary>
    public abstract string FirstKey { get; }

    /// <summary>The last key it is about, which may be the first.</summary>
    public abstract string LastKey { get; }
}
