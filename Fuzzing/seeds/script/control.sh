f() { local a=$1; aws sts get-session-token > "$a"; return; }
for i in a b $C; do f $i || exit 1; done
case "$X" in a|b*) f `cat x` ;; *) [[ -n $Y && $Z == y ]] && f z ;; esac
if [ "$X" = y ]; then ( f a ); elif ! test -z "$W"; then A=(1 2); else read -r B < <(f c); fi
cat <<-'EOF' | tee -a $GITHUB_OUTPUT
	x=${A:-b}
	EOF
while read -r L; do printf '%s\n' "$((1 + 2))" "$(f "$(f x)")"; done <<< "$A"
