using Skein.Specification.Documents;

namespace Skein.Specification;

/// <summary>Gathers what is wrong with one text, and remembers where its fields are written.</summary>
internal sealed class SpecificationErrors
{
    private readonly string _source;
    private readonly List<SpecificationError> _errors = [];
    private readonly HashSet<FieldPath> _faulty = [];
    private readonly Dictionary<FieldPath, DocumentPosition> _positions = [];

    public SpecificationErrors(string source) => _source = source;

    public bool Any => _errors.Count > 0;

    /// <summary>What is wrong so far, in the order of the text.</summary>
    public IReadOnlyList<SpecificationError> InOrder() =>
        [.. _errors.OrderBy(static error => new DocumentPosition(error.Line, error.Column))];

    /// <summary>Remembers where a field is written.</summary>
    public void Locate(FieldPath path, DocumentPosition position) => _positions.TryAdd(path, position);

    /// <summary>A field whose text can not be understood. It gets a harmless value, so rules about it are not looked at.</summary>
    public void Add(FieldPath path, DocumentPosition position, string message)
    {
        _faulty.Add(path);
        AddAt(path, position, message);
    }

    /// <summary>A rule that a field breaks; dropped where its text, or that of an object around it, could not be understood.</summary>
    public void AddViolation(FieldPath path, string message)
    {
        var position = default(DocumentPosition?);
        for (var place = path; place is not null; place = place.Parent)
        {
            if (_faulty.Contains(place))
                return;
            if (position is null && _positions.TryGetValue(place, out var known))
                position = known;
        }

        AddAt(path, position ?? new DocumentPosition(1, 1), message);
    }

    private void AddAt(FieldPath path, DocumentPosition position, string message) =>
        _errors.Add(new SpecificationError(_source, position.Line, position.Column, path.ToString(), message));
}
