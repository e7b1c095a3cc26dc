import IAM

// Ways to have a call allowed: only for roles there is more to change than policies.
extension CallOperation {
    /// Ways to have the call allowed.
    func remedies(_ call: CallSetting, _ checks: [Check]) -> [Remedy] {
        if let assumption = self as? RoleAssumption { return assumption.remediesOfDenial(call, checks) }
        return ChangeProposal(checks: checks).remedies
    }

    /// Ways to have a call succeed that AWS refuses though the policies allow it.
    func remediesOfFailure(_ call: CallSetting, _ checks: [Check]) -> [Remedy] {
        (self as? RoleAssumption)?.remediesOfLateRefusal(call, checks) ?? []
    }
}
