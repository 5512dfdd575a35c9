namespace Skein.KeyValue.Changes;

/// <summary>One step from a revision to the next, as a watcher sees it: a <see cref="PutChange"/> or a <see cref="DeleteChange"/>.</summary>
public abstract class Change
{
    private protected Change()
    {
    }
}
