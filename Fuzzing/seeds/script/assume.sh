CREDS=$(aws sts assume-role --role-arn "arn:aws:iam::111111111111:role/$NAME" --role-session-name x --tags Key=a,Value=b)
export AWS_ACCESS_KEY_ID=$(echo "$CREDS" | jq -r .Credentials.AccessKeyId)
{ echo "A=1"; echo "B<<E"; echo 2; echo E; } >> $GITHUB_ENV
