namespace Skein.Client;

/// <summary>A change of one key.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Entry">What the key holds after a put, also where only the owner is new; after a delete the key alone.</param>
/// <param name="Revision">
/// The revision of the store that brought the change. Events of one watch come in its order; those of one revision, which a transaction
/// or a deleted range makes several of, follow each other. 0 from an application master that has no revisions.
/// </param>
public sealed record KeyEvent(KeyEventKind Kind, KeyEntry Entry, long Revision)
{
    /// <summary>The key.</summary>
    public string Key => Entry.Key;
}
