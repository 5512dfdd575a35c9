using Skein.Grpc;
using Skein.KeyValue.Operations;
using Skein.KeyValue.Transactions;
using Skein.Protocol;
using Condition = Skein.KeyValue.Transactions.Condition;

namespace Skein.ApplicationMaster.KeyValue;

/// <summary>Requests as transactions, and their results as responses.</summary>
internal static class TransactionMessages
{
    /// <exception cref="GrpcException">INVALID_ARGUMENT: an operation is empty, an operator or field is not known, or an
    /// entry would be too large.</exception>
    public static Transaction FromRequest(TransactionRequest request) => new(
        [.. request.Condition.Select(FromMessage)],
        [.. request.OnSuccess.Select(FromMessage)],
        [.. request.OnFailure.Select(FromMessage)]);

    /// <summary>About how many bytes of an answer the results take.</summary>
    public static long SizeOf(TransactionRequest request, TransactionResult result)
    {
        var size = 0L;
        var branch = result.Succeeded ? request.OnSuccess : request.OnFailure;
        for (var i = 0; i < branch.Count; i++)
        {
            size += result.Results[i] switch
            {
                PutResult { Previous: { } previous } when branch[i].PutKey.ReturnPrevious => AnswerLimit.SizeOf(previous) + previous.Value.Length,
                RangeResult range when branch[i].GetRange is { } get => OperationMessages.SizeOf(get, range),
                RangeResult range => OperationMessages.SizeOf(branch[i].DeleteRange, range),
                _ => 0,
            };
        }

        return size;
    }

    public static TransactionResponse ToResponse(TransactionRequest request, TransactionResult result)
    {
        var response = new TransactionResponse { Succeeded = result.Succeeded };
        var branch = result.Succeeded ? request.OnSuccess : request.OnFailure;
        for (var i = 0; i < branch.Count; i++)
            response.Result.Add(ToResponse(branch[i], result.Results[i]));
        return response;
    }

    private static OpResponse ToResponse(OpRequest request, OperationResult result) => result switch
    {
        PutResult put => new() { PutKey = OperationMessages.ToResponse(request.PutKey, put) },
        RangeResult range when request.GetRange is { } get => new() { GetRange = OperationMessages.ToResponse(get, range) },
        RangeResult range => new() { DeleteRange = OperationMessages.ToResponse(request.DeleteRange, range) },
        _ => throw new InvalidOperationException($"{result.GetType()} is no result of an operation that was done."),
    };

    private static Operation FromMessage(OpRequest request) => request.RequestCase switch
    {
        OpRequest.RequestOneofCase.GetRange => OperationMessages.FromRequest(request.GetRange),
        OpRequest.RequestOneofCase.PutKey => OperationMessages.FromRequest(request.PutKey),
        OpRequest.RequestOneofCase.DeleteRange => OperationMessages.FromRequest(request.DeleteRange),
        _ => throw Invalid("An operation of the transaction is neither get_range, put_key nor delete_range"),
    };

    private static Condition FromMessage(Protocol.Condition condition)
    {
        // A right side of the other kind counts as a missing one.
        var comparison = FromMessage(condition.Operator);
        return condition.Field switch
        {
            Protocol.Condition.Types.Field.Value => new ValueCondition(condition.Key, comparison, ValueOf(condition)),
            Protocol.Condition.Types.Field.Owner => new OwnerCondition(
                condition.Key, comparison, EntryMessages.FromMessage(condition.Owner)),
            _ => throw Invalid($"A condition on '{condition.Key}' compares a field that is not known: {(int)condition.Field}"),
        };
    }

    // A bare null would become an empty value here, by way of the conversion from arrays.
    private static ReadOnlyMemory<byte>? ValueOf(Protocol.Condition condition) =>
        condition.HasValue ? condition.Value.Memory : default(ReadOnlyMemory<byte>?);

    private static ConditionOperator FromMessage(Protocol.Condition.Types.Operator comparison) => comparison switch
    {
        Protocol.Condition.Types.Operator.Equal => ConditionOperator.Equal,
        Protocol.Condition.Types.Operator.NotEqual => ConditionOperator.NotEqual,
        Protocol.Condition.Types.Operator.Less => ConditionOperator.Less,
        Protocol.Condition.Types.Operator.LessEqual => ConditionOperator.LessOrEqual,
        Protocol.Condition.Types.Operator.Greater => ConditionOperator.Greater,
        Protocol.Condition.Types.Operator.GreaterEqual => ConditionOperator.GreaterOrEqual,
        _ => throw Invalid($"A condition's operator is not known: {(int)comparison}"),
    };

    private static GrpcException Invalid(string detail) => new(GrpcStatusCode.InvalidArgument, detail);
}
